"""What people see of a command's result: one module a kind of page."""
