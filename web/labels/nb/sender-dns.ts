import type { senderDns as en } from '../en/sender-dns.ts'
import type { Translation } from '../labels.ts'

export const senderDns: Translation<typeof en> = {
  'senderDns.checking': 'Slår opp hva DNS sier om {domain} …',
  'senderDns.signed': 'E-post fra {address} er signert for {domain}: E-postprogrammer ser at den er deres.',
  'senderDns.refused':
    '{domain} ber e-posttjenere om å avvise e-post som ikke er signert for domenet (DMARC, p=reject). E-post fra {address} blir trolig avvist til denne oppføringen står i domenets DNS.',
  'senderDns.spam':
    '{domain} ber e-posttjenere om å legge e-post som ikke er signert for domenet, i søppelposten (DMARC, p=quarantine). E-post fra {address} havner der til denne oppføringen står i domenets DNS.',
  'senderDns.unsigned':
    'E-post fra {address} er ikke signert for {domain}, og noen e-postprogrammer kan legge den i søppelposten. Med denne oppføringen i domenets DNS blir den signert.',
  'senderDns.notChecked':
    'DNS for {domain} svarte ikke nå, så det er ikke kjent hvordan e-post fra {address} blir mottatt. Du kan lagre likevel.',
  'senderDns.record': 'Oppføring som legges til i DNS for {domain}',
  'senderDns.type': 'Type',
  'senderDns.name': 'Navn',
  'senderDns.value': 'Verdi',
  'senderDns.copyName': 'Kopier navnet',
  'senderDns.copyValue': 'Kopier verdien',
  'senderDns.who': 'Den som har ansvar for domenet, legger den til. Det kan ta noen minutter før det vises her.',
  'senderDns.again': 'Sjekk igjen',
}
