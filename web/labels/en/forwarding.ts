/** Providers that ask for leave to forward mail to a channel. */
export const forwarding = {
  'forwarding.title': 'Asks to forward mail to {address}',
  'forwarding.asks': '{provider} asks whether {who} may forward mail to {address}.',
  'forwarding.asksUnnamed':
    '{provider} asks whether a mailbox may forward mail to {address}. Its mail does not say which.',
  'forwarding.onlyYours':
    'Go on only if you have set this up yourselves: everything that reaches that mailbox then comes in here.',
  'forwarding.code': 'Confirmation code',
  'forwarding.copyCode': 'Copy code',
  'forwarding.open': 'Open at {host}',
  'forwarding.typeCode': 'Type the code in at {provider}, where the forwarding is being set up.',
  'forwarding.mail': 'The mail as it came in',
  'forwarding.dismiss': 'Dismiss',
  'forwarding.more': '{count} older requests are behind these. Dismiss some to see them.',
  'forwarding.gmail': 'Gmail',
  'forwarding.zoho': 'Zoho Mail',
  'forwarding.yahoo': 'Yahoo',
  'forwarding.outlook': 'Outlook',
  'forwarding.fastmail': 'Fastmail',
} as const
