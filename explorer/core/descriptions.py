"""The API descriptions (OpenAPI) beside a collection as catalogs; read again when a file changed."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from explorer.core.diagnosis.catalog_rows import ApiCatalog
from explorer.core.storage import api_descriptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptions:
    """What the descriptions of a folder say, with what tells when to read them again."""

    folder: Path | None = None
    stamp: api_descriptions.Stamp = ()
    catalogs: tuple[ApiCatalog, ...] = ()
    sentences: tuple[str, ...] = ()
    """What could not be used, and why."""

    async def renewed(self, folder: Path | None) -> "Descriptions":
        """Those of ``folder`` as they are now, read in a thread; the same object when no file changed."""
        return await asyncio.to_thread(self.read, folder) if folder is not None else Descriptions()

    def read(self, folder: Path) -> "Descriptions":
        """The same at once; it reads files and may take a second."""
        stamp = api_descriptions.stamp(folder)
        if (self.folder, self.stamp) == (folder, stamp):
            return self
        documents, sentences = api_descriptions.read_descriptions(folder)
        if not documents:
            return Descriptions(folder=folder, stamp=stamp, sentences=sentences)
        from explorer.core.diagnosis.openapi import catalogs_from_openapi  # late: few collections have a description

        found = [catalogs_from_openapi(document, name) for name, document in documents]
        told = (*sentences, *(sentence for _, some in found for sentence in some))
        catalogs = tuple(one for some, _ in found for one in some)
        return Descriptions(folder=folder, stamp=stamp, catalogs=catalogs, sentences=told)
