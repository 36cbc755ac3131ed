"""How spreadsheets and mail are moved: reading, planning, backends, alerts, the store, and the run that joins them."""
