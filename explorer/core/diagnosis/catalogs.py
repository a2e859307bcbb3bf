"""The front of the catalogs: rows by key for the diagnosis, entries for the catalogue page."""

from explorer.core.diagnosis.catalog_entries import CatalogEntry, entries, search
from explorer.core.diagnosis.catalog_reader import apis, failures, statuses
from explorer.core.diagnosis.catalog_rows import ApiCatalog, ApiStatusRow, ErrorCodeRow, FailureRow, StatusRow

__all__ = [
    "ApiCatalog",
    "ApiStatusRow",
    "CatalogEntry",
    "ErrorCodeRow",
    "FailureRow",
    "StatusRow",
    "apis",
    "entries",
    "failures",
    "search",
    "statuses",
]
