"""Entry scripts for models that need no code of their own: one is the image's ``score.py`` where a model comes without.

Each stands alone, for Azure Machine Learning as well: copy one as ``score.py`` (not under its own name, which is that of the
package it imports) and change it.
"""
