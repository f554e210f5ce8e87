import type { fromAddress as en } from '../en/from-address.ts'
import type { Translation } from '../labels.ts'

export const fromAddress: Translation<typeof en> = {
  'fromAddress.title': 'Bekreft {address}',
  'fromAddress.lead': '{account} ber om å få sende e-post fra {address} med Samtale.',
  'fromAddress.text':
    'Bekreft bare hvis du kjenner {account} og vil at firmaet skal skrive i denne adressens navn. Ellers lukker du siden: ingenting sendes fra den.',
  'fromAddress.confirm': 'Bekreft denne adressen',
  'fromAddress.done': '{address} er bekreftet. {account} kan sende fra den nå, og du kan lukke siden.',
  'fromAddress.checking': 'Ser på lenken',
  'fromAddress.failed': 'Denne lenken åpnes ikke',
  'fromAddress.expired': 'Den er brukt, eldre enn 24 timer, eller en nyere er sendt. Be om en ny.',
}
