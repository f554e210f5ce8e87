/** What DNS says of mail from an address of the company's own. */
export const senderDns = {
  'senderDns.checking': 'Looking up what DNS says of {domain} …',
  'senderDns.signed': 'Mail from {address} is signed for {domain}: mail programs can tell that it is yours.',
  'senderDns.refused':
    '{domain} asks mail servers to refuse mail that is not signed for it (DMARC, p=reject). Mail from {address} is likely to be refused until this record is in its DNS.',
  'senderDns.spam':
    '{domain} asks mail servers to put mail in spam that is not signed for it (DMARC, p=quarantine). Mail from {address} lands there until this record is in its DNS.',
  'senderDns.unsigned':
    'Mail from {address} is not signed for {domain}, and some mail programs may put it in spam. With this record in its DNS it is signed.',
  'senderDns.notChecked':
    'DNS of {domain} could not be asked just now, so it is not known how mail from {address} will be received. You can save all the same.',
  'senderDns.record': 'Record to add to the DNS of {domain}',
  'senderDns.type': 'Type',
  'senderDns.name': 'Name',
  'senderDns.value': 'Value',
  'senderDns.copyName': 'Copy name',
  'senderDns.copyValue': 'Copy value',
  'senderDns.who': 'Whoever looks after the domain adds it. It can take some minutes before it is seen here.',
  'senderDns.again': 'Check again',
} as const
