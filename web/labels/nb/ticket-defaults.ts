import type { ticketDefaults as en } from '../en/ticket-defaults.ts'
import type { Translation } from '../labels.ts'

export const ticketDefaults: Translation<typeof en> = {
  'tickets.switch': 'Behandle innkommende samtaler som supportsaker',
  'tickets.switchHint': 'Hver nye samtale lager en sak i {pipeline}, stadium {stage}.',
  'tickets.edit': 'Rediger sak',
  'tickets.intro': 'Hver sak som denne kanalen lager, begynner slik.',
  'tickets.name': 'Saksnavn',
  'tickets.subjectToken': 'Emnet i den første meldingen',
  'tickets.addSubject': 'Sett inn emnet',
  'tickets.noName': 'Et saksnavn har 1 til 200 tegn.',
  'tickets.pipeline': 'Pipeline',
  'tickets.category': 'Kategori',
  'tickets.owner': 'Sakseier',
  'tickets.ofConversation': 'Samtalens eier',
  'tickets.ofConversationHint': 'Følger tilordningsreglene',
  'tickets.contactOwner': 'Kontakteier',
}
