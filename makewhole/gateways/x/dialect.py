"""Which of X's two spellings to ask in, and which fields to ask for.

X's guides say `tweet.fields`, its OpenAPI document since August 2026 says `post.fields` for everything but
streams. We ask in the one the installation names and read both. Nothing is asked that the product does not
use: fewer fields are fewer things to keep lawfully.

>>> Dialect.TWEET.fields_parameter
'tweet.fields'
"""

from collections.abc import Mapping
from enum import Enum

_POST = (
    "attachments,conversation_id,created_at,display_text_range,edit_controls,entities,id,lang,public_metrics,"
    "text,withheld"
)
_USER = "id,name,profile_image_url,protected,public_metrics,receives_your_dm,username,verified_type"
_MEDIA = "alt_text,media_key,type,url,variants"
_POLL = "duration_minutes,end_datetime,id,options,voting_status"
_MESSAGE = "attachments,created_at,dm_conversation_id,entities,event_type,id,text"


class Dialect(Enum):
    """The spelling of field names in a request."""

    TWEET = "tweet"
    POST = "post"

    @property
    def fields_parameter(self) -> str:
        """The query parameter that names the wanted fields of a post."""
        return f"{self.value}.fields"

    @property
    def counted(self) -> str:
        """The name of the number in a count of posts."""
        return f"{self.value}_count"

    def asking_for_posts(self) -> Mapping[str, str]:
        """Query parameters that bring a post with its author, mentions, pictures, poll, and what it answers
        or quotes."""
        expansions = "attachments.media_keys,attachments.poll_ids,author_id,in_reply_to_user_id"
        if self is Dialect.TWEET:
            fields = _POST + ",author_id,edit_history_tweet_ids,in_reply_to_user_id,note_tweet"
            fields += ",referenced_tweets"
            expansions += ",referenced_tweets.id"
        else:
            fields = _POST + ",note_post"
            expansions += ",edit_history_post_ids,referenced_posts"
        return {
            self.fields_parameter: fields,
            "expansions": expansions,
            "media.fields": _MEDIA,
            "poll.fields": _POLL,
            "user.fields": _USER,
        }

    def asking_for_messages(self) -> Mapping[str, str]:
        """Query parameters that bring message events with sender, time and pictures."""
        fields = _MESSAGE + (",sender_id" if self is Dialect.TWEET else "")
        return {
            "dm_event.fields": fields,
            "event_types": "MessageCreate",
            "expansions": "attachments.media_keys,sender_id",
            "media.fields": _MEDIA,
            "user.fields": "id,name,username",
        }


def asking_for_users() -> Mapping[str, str]:
    """Query parameters that bring an account as it is shown, and whether it takes our messages."""
    return {"user.fields": _USER}
