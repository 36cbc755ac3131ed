"""What is to be written where: ownership, row identity, the difference between what is and what should be."""
