"""The photo desk: what comes in is checked and kept as delivered; what pages show is made when it is stored."""
