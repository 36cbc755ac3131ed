"""What an office wants to know: the vocabulary in ``core``, the law in ``statutory``, and one folder per department."""
