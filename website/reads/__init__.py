"""What the pages ask for, one module per subject: all takes the moment and gives only what is public then."""
