"""What is kept on disk: collections as OpenCollection YAML, the history, secrets, drafts and where they lie.

Collections enter through ``collections``; ``yaml_read``, ``yaml_edit`` and ``yaml_write`` know YAML and nothing of
requests; ``atomic`` is the only way a file of ours is replaced.
"""
