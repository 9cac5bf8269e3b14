/** Attributes of a message that SQS takes, and that SNS hands on to it unchanged (SQS Developer Guide, "Message quotas"; SNS Developer Guide, "Message attributes"). */
export const AWS_ATTRIBUTES = 10

/** Letters, digits and punctuation, up to 128 (API references, "SendMessage" and "Publish", `MessageGroupId`). */
export const GROUP_ID = /^[\x21-\x7e]{1,128}$/
