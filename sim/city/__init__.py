"""A city file becomes people in homes, and people in homes become a world."""
