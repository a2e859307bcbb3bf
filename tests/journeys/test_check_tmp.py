from tests.journeys.test_transport_failures import *
from explorer.core.settings import ThemeChoice

def test_shots(driver, tls, tmp_path):
    driver.frame.resize(1440, 900)
    with answering(ok(), tls=tls(not_after=NOW - 11*DAY)) as server:
        send(driver, server.secure_url)
        driver.settle(); driver.frame.grab().save("/tmp/shots/a0.png")
        driver.press("F7")
        driver.wait_until(lambda: driver.page.shown.checks is not None, "checked")
        driver.settle(); driver.frame.grab().save("/tmp/shots/a1.png")
    with answering(ok(), tls=self_signed(tmp_path)) as server:
        send(driver, server.secure_url)
        driver.press("F7")
        driver.wait_until(lambda: driver.page.shown.checks is not None, "checked")
        driver.settle(); driver.window.use_settings(replace(driver.explorer.bridge.settings, theme=ThemeChoice.DARK)); driver.settle(); driver.frame.grab().save("/tmp/shots/a2.png")
    send(driver, f"http://127.0.0.1:{closed_port()}/")
    driver.press("F7")
    driver.wait_until(lambda: driver.page.shown.checks is not None, "checked")
    driver.settle(); driver.frame.grab().save("/tmp/shots/a3.png")
    async def silent(r, w):
        await asyncio.sleep(20)
    driver.window.use_settings(replace(driver.explorer.bridge.settings, timeout_s=0.3))
    with serving(silent) as server:
        send(driver, server.url)
        driver.press("F7")
        driver.pause(0.5)
        driver.frame.grab().save("/tmp/shots/a4.png")
        driver.press("Esc")
        driver.pause(0.1)
        driver.frame.grab().save("/tmp/shots/a5.png")
