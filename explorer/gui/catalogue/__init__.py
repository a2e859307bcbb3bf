"""The Error catalogue page: every known status, error code and transport failure as a spec sheet."""
