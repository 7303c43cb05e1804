"""The paths at which searches are answered."""

PAGE_PATH = "/search/"
API_PATH = "/api/delivery/v1/search/"
