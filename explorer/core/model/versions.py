"""What git says about the open collection: the branch, the files that changed since the last commit, and in what.

Keys are those of the collection: paths relative to its folder with forward slashes.
"""

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What became of a file since the last commit."""

    NEW = "new"
    CHANGED = "changed"
    DELETED = "deleted"
    RENAMED = "renamed"
    """It has another name or lies in another folder, and may be changed as well."""
    CONFLICTED = "conflicted"
    """Two branches changed it, and it waits for somebody to choose."""


class Operation(StrEnum):
    """What git was told to do and has not finished; the value is git's own word."""

    NONE = ""
    MERGE = "merge"
    REBASE = "rebase"
    CHERRY_PICK = "cherry-pick"
    REVERT = "revert"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file of the collection that is not as it was committed."""

    key: str
    kind: ChangeKind
    old_key: str = ""
    """Where a renamed file was."""
    committed: str = ""
    """Git's name of the bytes in the last commit; empty for a new file."""
    ours: str = ""
    """Of a conflicted file: git's names of the two sides' bytes; empty where a side deleted it."""
    theirs: str = ""
    is_staged: bool = False
    """Whether git's index holds a part of the change."""
    is_link: bool = False
    """Another repository inside this one (a submodule), whose content is not compared."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every path the change is about."""
        return (self.old_key, self.key) if self.old_key else (self.key,)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryState:
    """The repository around the collection, as it is now."""

    prefix: str = ""
    """The collection's folder inside the repository, ending with a slash; empty when it is the repository."""
    git_folder: str = ""
    """Where git keeps its own files; they change with every commit and every switch of branch."""
    branch: str = ""
    """Empty when no branch is checked out."""
    commit: str = ""
    """Id of the last commit; empty before the first one."""
    upstream: str = ""
    """The branch it follows, "origin/main"; empty for none."""
    ahead: int = 0
    behind: int = 0
    operation: Operation = Operation.NONE
    changes: tuple[FileChange, ...] = ()
    refusal: str = ""
    """A sentence about why git tells nothing; everything else is empty then."""

    @property
    def name(self) -> str:
        """The branch, or the beginning of the commit's id when none is checked out."""
        return self.branch or self.commit[:7]


class ItemSort(StrEnum):
    """What a changed file is in the collection."""

    REQUEST = "request"
    OTHER_ITEM = "item"
    FOLDER = "folder"
    ENVIRONMENT = "environment"
    COLLECTION = "collection"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One thing that differs, in few words. A side that has none is None; credentials are masked."""

    part: str
    """"URL", "Header", "Body"; for the person."""
    name: str = ""
    """Which one: a header's name, a place in a JSON body."""
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A longer text that differs, to be compared line by line; credentials are masked."""

    title: str
    before: str = ""
    after: str = ""
    is_json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    """A changed file with what changed in it."""

    file: FileChange
    sort: ItemSort
    name: str
    method: str = ""
    fields: tuple[FieldChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    note: str = ""
    """A sentence about what the fields cannot say: why the file is compared as text, what a conflict waits for."""
    line: int = 0
    """Where in the file the note is about; 0 when unknown."""
