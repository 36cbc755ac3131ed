"""What people see: workbook templates and mail templates."""
