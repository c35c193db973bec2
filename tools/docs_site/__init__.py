"""What Sphinx needs to build the site of docs/ offline: maths, commands that are run, links into the repository."""
