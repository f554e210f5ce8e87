/**
 * Labels that no account may take: `free` is the label between the two mail domains, the others are names that people
 * and mail servers expect to belong to the installation itself.
 */
const reserved: ReadonlySet<string> = new Set(['free', 'www', 'mail', 'smtp', 'bounces'])

/** Room below the 63 of a DNS label (RFC 1035 §2.3.4), so that a number that makes it unique still fits. */
const maxLength = 40

// Letters that Unicode does not take apart into a base letter and an accent.
const spelledOut: Readonly<Record<string, string>> = {
  æ: 'ae',
  ø: 'o',
  å: 'a',
  œ: 'oe',
  ß: 'ss',
  ð: 'd',
  đ: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
}

/**
 * What is left of a text as a subdomain: lower case letters a to z, digits and single hyphens, at most 40 characters;
 * empty when nothing is left. Two hyphens never stand together, so that no label reads as an encoded one
 * (`xn--`, RFC 5891 §4.2.3.1).
 */
export function cleanInboxAddress(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[æøåœßðđþłı]/g, (letter) => spelledOut[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/['’`´]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength + 1)
    .replace(/^-+/, '')
    .slice(0, maxLength)
    .replace(/-+$/, '')
}

/** Whether the installation keeps this subdomain for itself. */
export function isReservedInboxAddress(inboxAddress: string): boolean {
  return reserved.has(inboxAddress)
}

/** The subdomain that a company is offered: cleaned, never empty, never reserved. Whether it is free the server knows. */
export function inboxAddressFrom(companyName: string): string {
  const cleaned = cleanInboxAddress(companyName)
  if (cleaned === '') return 'inbox'
  return isReservedInboxAddress(cleaned) ? `${cleaned}-inbox` : cleaned
}
