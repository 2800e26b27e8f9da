"""The API under `/v1/`: everything that is the same for every endpoint. The endpoints themselves are in `resources`."""
