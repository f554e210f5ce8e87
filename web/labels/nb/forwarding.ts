import type { forwarding as en } from '../en/forwarding.ts'
import type { Translation } from '../labels.ts'

export const forwarding: Translation<typeof en> = {
  'forwarding.title': 'Ber om å videresende e-post til {address}',
  'forwarding.asks': '{provider} spør om {who} kan videresende e-post til {address}.',
  'forwarding.asksUnnamed':
    '{provider} spør om en postkasse kan videresende e-post til {address}. E-posten sier ikke hvilken.',
  'forwarding.onlyYours':
    'Gå videre bare hvis dere har satt opp dette selv: Alt som kommer til den postkassen, havner da også her.',
  'forwarding.code': 'Bekreftelseskode',
  'forwarding.copyCode': 'Kopier koden',
  'forwarding.open': 'Åpne hos {host}',
  'forwarding.typeCode': 'Skriv koden inn hos {provider}, der videresendingen settes opp.',
  'forwarding.mail': 'E-posten slik den kom inn',
  'forwarding.dismiss': 'Avvis',
  'forwarding.more': '{count} eldre ønsker står bak disse. Avvis noen for å se dem.',
  'forwarding.gmail': 'Gmail',
  'forwarding.zoho': 'Zoho Mail',
  'forwarding.yahoo': 'Yahoo',
  'forwarding.outlook': 'Outlook',
  'forwarding.fastmail': 'Fastmail',
}
