"""Turns fields into a Request and shows a Request in fields. It sends nothing and knows no exchange."""
