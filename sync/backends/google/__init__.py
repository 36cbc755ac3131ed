"""Google Sheets: spreadsheets that staff share with the account of the service."""
