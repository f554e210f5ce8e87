import { Type } from 'typebox'
import { Nullable, OneOf } from './common.ts'

/** What DNS says of mail that is sent from an address of the account's own (S18). */
export const FromAddressDns = Type.Object(
  {
    state: OneOf('signed', 'refused', 'spam', 'unsigned', 'notChecked'),
    domain: Type.String(),
    record: Nullable(
      Type.Object(
        { name: Type.String(), value: Type.String() },
        { description: 'TXT, to be added by who has the domain' },
      ),
    ),
  },
  {
    title: 'FromAddressDns',
    description:
      'signed: the domain publishes our key. Without it: refused, spam: what its DMARC policy asks for; unsigned: it asks for nothing. notChecked: DNS did not answer',
  },
)
