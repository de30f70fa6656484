"""Measure when a page of the site first shows something, on a simulated phone network.

python scripts/paint.py http://127.0.0.1:8000 / /palkkatuki/ ...

Chromium's own throttling: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up (what
Lighthouse calls slow 4G), the processor four times slower, nothing in the cache. Prints
the median of five visits, and the bytes that travelled.
"""

import shutil
import statistics
import sys
from typing import Any

from playwright.sync_api import Browser, sync_playwright

RUNS = 5
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def visit(browser: Browser, url: str) -> tuple[float, int]:
    """Return milliseconds to the first content, and bytes, of one fresh visit."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    tools = context.new_cdp_session(page)
    sizes: list[int] = []

    def count(event: dict[str, Any]) -> None:
        sizes.append(int(event["encodedDataLength"]))

    tools.on("Network.loadingFinished", count)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", NETWORK)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(url, wait_until="networkidle")
    shown = float(page.evaluate(PAINT))
    context.close()
    return shown, sum(sizes)


def main(site: str, *paths: str) -> None:
    """Print a line for each page."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for address in paths or ("/",):
            visits = [visit(browser, site + address) for _run in range(RUNS)]
            shown = statistics.median(time for time, _size in visits)
            size = max(size for _time, size in visits)
            sys.stdout.write(f"{address:40}{shown:8.0f} ms{size:10,} bytes\n")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
