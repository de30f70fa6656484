"""What ``manage.py bench`` can measure about employers."""

from employers.bench_import import bench_import
from employers.bench_pages import bench_pages

__all__ = ["bench_import", "bench_pages"]
