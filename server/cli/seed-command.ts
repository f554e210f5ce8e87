import { seedAccount } from '../seed/seed-account.ts'
import { UsageError } from './usage-error.ts'
import { withDatabase } from './with-database.ts'

/** `seed`: fills an account with believable synthetic data. */
export async function seed(values: Record<string, string | undefined>) {
  const accountId = values.account
  if (!accountId || !/^\d{1,18}$/.test(accountId)) throw new UsageError('--account takes the id of an account.')
  const conversations = count(values, 'conversations')
  const messages = count(values, 'messages')
  const contacts = count(values, 'contacts')
  if (conversations === undefined) throw new UsageError('--conversations is missing.')
  return withDatabase(({ database }) =>
    seedAccount(
      database.url,
      accountId,
      {
        conversations,
        ...(messages === undefined ? {} : { messages }),
        ...(contacts === undefined ? {} : { contacts }),
      },
      (sentence) => process.stderr.write(`${sentence}\n`),
    ),
  )
}

function count(values: Record<string, string | undefined>, name: string): number | undefined {
  const value = values[name]
  if (value === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new UsageError(`--${name} takes a whole number from 1, not "${value}".`)
  return Number(value)
}
