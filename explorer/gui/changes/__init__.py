"""The Changes page: what differs from the last commit, in request terms; committing chosen files, taking files back."""
