"""What the pages ask for, one module per subject: everything here takes the moment and gives only what is public then."""
