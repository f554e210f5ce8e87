import type { onboarding as en } from '../en/onboarding.ts'
import type { Translation } from '../labels.ts'

export const onboarding: Translation<typeof en> = {
  'onboarding.ready': 'Innboksen din er klar, {name}',
  'onboarding.lead':
    'E-post til denne adressen kommer hit fra nå av. Del den, eller videresend e-post til den fra adressen kundene dine kjenner.',
  'onboarding.address': 'Adressen til innboksen din',
  'onboarding.copy': 'Kopier',
  'onboarding.copied': 'Kopiert',
  'onboarding.notCopied': 'Nettleseren lot oss ikke kopiere. Merk adressen og kopier den selv.',
  'onboarding.receiving': 'Tar imot',
  'onboarding.notReceiving': 'Tar ikke imot',
  'onboarding.noAddress': 'Denne innboksen har ingen adresse ennå.',
  'onboarding.tryTitle': 'Se en e-post komme',
  'onboarding.tryText': 'Den går gjennom e-postserveren, slik en fra en kunde ville',
  'onboarding.testMail': 'Send en test-e-post',
  'onboarding.testMailSent': 'Sendt. Den dukker opp her om et øyeblikk.',
  'onboarding.examplesTitle': 'Se deg rundt først',
  'onboarding.examplesText': 'De er oppdiktet, og borte igjen med ett klikk',
  'onboarding.loadExamples': 'Last inn eksempelsamtaler',
  'onboarding.failed': 'Det gikk ikke. {reason}',
  'onboarding.first': 'Den første samtalen din dukker opp her.',
  'onboarding.examples': 'De merket Eksempel er oppdiktet',
  'onboarding.removeExamples': 'Fjern dem',
}
