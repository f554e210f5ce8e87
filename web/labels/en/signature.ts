/** What conversations say of the signature of a mail. */
export const signature = {
  'signature.name': 'Signature',
} as const

/** What only the settings say. */
export const signatureSettings = {
  'signature.add': 'Add team signature',
  'signature.onlyInbox': 'Only on mail sent from the inbox.',
  'signature.team': 'Team signature',
  'signature.mode': 'How the signature is written',
  'signature.simple': 'Simple',
  'signature.html': 'HTML',
  'signature.insertToken': 'Insert token',
  'signature.full_name': 'Full name',
  'signature.first_name': 'First name',
  'signature.last_name': 'Last name',
  'signature.hint': 'Kind regards, …',
  'signature.image': 'Insert a picture',
  'signature.underline': 'Underline',
  'signature.colour': 'Text colour',
  'signature.colour.none': 'No colour',
  'signature.colour.grey': 'Grey',
  'signature.colour.blue': 'Blue',
  'signature.colour.green': 'Green',
  'signature.colour.orange': 'Orange',
  'signature.colour.red': 'Red',
  'signature.colour.purple': 'Purple',
  'signature.lostInSimple':
    'The HTML holds tables, sizes or pictures that Simple cannot keep. They stay as long as nothing is changed here; the first change takes them out.',
  'signature.imageTooLarge': 'The picture is larger than 1 MB. Save it smaller and try again.',
  'signature.imageFailed': 'The picture was not uploaded. Take a PNG, JPEG, WebP or GIF picture and try again.',
} as const
