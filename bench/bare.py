"""What we measure against: a bare Flask view that inserts one durable row, writers queued."""

import os
from pathlib import Path

from flask import Flask, request
from sqlalchemy import Integer, String, column, insert, table, text

from core.db.database import Database

ROWS = table("rows", column("id", Integer), column("body", String))


def application() -> Flask:
    """The bare program on a database of its own."""
    folder = Path(os.environ["INNBYGGERBASEN_DATA"])
    database = Database(f"sqlite:///{folder / 'bare.db'}")
    with database.connection() as connection, connection.begin():
        connection.execute(text("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, body)"))
    app = Flask(__name__)

    @app.post("/rows")
    def save() -> tuple[dict[str, bool], int]:
        body = request.get_data(as_text=True)
        with database.transaction() as connection:
            connection.execute(insert(ROWS).values(body=body))
        return {"saved": True}, 200

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return app
