"""Keys by which caches drop responses, read off their payloads."""

from cms.delivery.http.surrogate_keys import TOPIC, keys
from cms.delivery.pages.schema import TopicJson


def test_a_topic_has_a_key_by_its_slug():
    topic = TopicJson(slug="peace", name="Peace", description="", locale="en")

    assert list(keys({"items": [topic.model_dump()]})) == ["topic-peace"]


def test_the_fields_of_a_topic_are_those_that_keys_look_for():
    assert set(TopicJson.model_fields) == TOPIC
