/** The page that whoever reads an address's mail confirms it on. */
export const fromAddress = {
  'fromAddress.title': 'Confirm {address}',
  'fromAddress.lead': '{account} asks to send mail from {address} with Samtale.',
  'fromAddress.text':
    'Confirm only if you know {account} and want it to write in the name of this address. Else close this page: nothing is sent from it.',
  'fromAddress.confirm': 'Confirm this address',
  'fromAddress.done': '{address} is confirmed. {account} can send from it now; you can close this page.',
  'fromAddress.checking': 'Looking at the link',
  'fromAddress.failed': 'This link does not open',
  'fromAddress.expired': 'It is used, older than 24 hours, or a newer one was sent. Ask for a new one.',
} as const
