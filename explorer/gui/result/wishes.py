"""The wishes of the diagnosis that the panel passes on as its own."""

DIAGNOSIS_WISHES = (
    "go_to_requested",
    "remedy_requested",
    "apply_and_send_requested",
    "retry_requested",
    "compare_requested",
    "open_exchange_requested",
    "link_requested",
    "copy_curl_requested",
    "copy_bundle_requested",
)
