"""The History page: what was sent, found again by filters, grouped by failure, and two exchanges side by side."""
