import type { sender as source } from '../en/sender.ts'
import type { Translation } from '../labels.ts'

export const sender: Translation<typeof source> = {
  'sender.about': 'Om avsenderen',
  'sender.state.checking': 'Kontrollerer avsender …',
  'sender.state.verified': 'Avsender bekreftet',
  'sender.state.failed': 'Avsenderen er ikke ekte',
  'sender.state.unproven': 'Avsender ikke bevist',
  'sender.state.notChecked': 'Avsender ikke kontrollert',
  'sender.means.checking': 'Samtale spør {domain} om e-posten er deres.',
  'sender.means.verified.dmarc': '{domain} bekrefter at e-posten er deres.',
  'sender.means.verified.dkim': 'E-posten har signaturen til {domain}.',
  'sender.means.verified.spf': 'Den kom fra en server som {domain} sender fra.',
  'sender.means.verified.arc':
    'Den er videresendt av en tjener som Samtale stoler på, og som så at {domain} sendte den.',
  'sender.means.failed':
    'Dette er sannsynligvis ikke fra {domain}: domenet sier hvordan e-posten deres bevises, og denne er ikke det. Ikke åpne lenker eller endre betalingsopplysninger før du har spurt på en annen måte.',
  'sender.means.unproven': 'Ingenting beviser at {domain} sendte den. Mange ærlige avsendere har ikke satt opp dette.',
  'sender.means.unprovenFail':
    'E-posten består ikke kontrollen som {domain} har publisert, og domenet ber ikke om at slik e-post blir avvist.',
  'sender.means.notChecked': 'Det lot seg ikke finne ut om {domain} sendte den: DNS svarte ikke i tide.',
  'sender.means.tooSlow': 'Det lot seg ikke finne ut om {domain} sendte den: e-posten tar for lang tid å kontrollere.',
  'sender.unknownDomain': 'avsenderens domene',
  'sender.sign.firstTime': 'Den første meldingen fra denne avsenderen.',
  'sender.sign.lookAlike': '{domain} ligner på {like}, men er et annet domene.',
  'sender.sign.replyToMismatch': 'Svar på e-posten går til {address}, som hører til et annet domene.',
  'sender.sign.displayNameIsAddress': 'Avsendernavnet viser {address}, men e-posten er fra {from}.',
  'sender.sign.claimsUser': 'Den sier at den er fra en av oss, og ingenting beviser det.',
  'sender.results': 'SPF: {spf} · DKIM: {dkim} · DMARC: {dmarc} · ARC: {arc}',
}
