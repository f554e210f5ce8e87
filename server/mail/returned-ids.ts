/** What in a report may lead to the mail that it is about; whether any of it is ours is asked of `signed-ids.ts`. */
export type ReturnedIds = {
  /** Message-IDs in the mail that came back and in the text, without `<>`. */
  messageIds: string[]
  /** Of single deliveries: `bounces+TOKEN@`, and X-Samtale-Delivery of the mail that came back. */
  deliveryTokens: string[]
}

const most = 50

/** @param text of the report and of what came back with it, bounded by the caller */
export function returnedIds(text: string): ReturnedIds {
  return {
    messageIds: matches(text, /<([^<>\s@]{1,200}@[^<>\s@]{1,255})>/g),
    deliveryTokens: matches(text, /(?:\bbounces\+|^x-samtale-delivery:[ \t]{0,4})([a-z2-7]{16,64})\b/gim),
  }
}

const matches = (text: string, pattern: RegExp) =>
  [
    ...new Set(
      text
        .matchAll(pattern)
        .take(most * 4)
        .map(([, found = '']) => found),
    ),
  ].slice(0, most)
