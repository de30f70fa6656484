"""Static files by content: also what one script imports from another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Names files by their content, the imports between JavaScript modules too."""

    support_js_module_import_aggregation = True
