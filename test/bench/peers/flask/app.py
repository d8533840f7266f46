import os

import redis
from flask import Flask

app = Flask(__name__)
store = redis.Redis(host=os.getenv("REDIS_HOST", "redis"), port=int(os.getenv("REDIS_PORT", "6379")))


@app.route("/")
def welcome():
    return "Welcome"


@app.route("/count")
def count():
    visits = store.incr("visits")
    return f"This page has been visited {visits} times."


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=8000)
