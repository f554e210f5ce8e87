import { parseArgs } from 'node:util'
import { Problem } from '../shared/problems.ts'
import { accountCreate, tokenCreate, userCreate, userFactors, userPassword } from './cli/account-commands.ts'
import { mailParse } from './cli/mail-parse.ts'
import { seed } from './cli/seed-command.ts'
import { UsageError } from './cli/usage-error.ts'
import { StartError } from './platform/start-error.ts'

/** What was written behind each option; a flag that is there says `yes`. */
type Values = Record<string, string | undefined>

/** `npm run -s samtale -- COMMAND`: what an administrator does without a browser. */
type Command = {
  usage: string
  options: Record<string, { type: 'string' | 'boolean' }>
  run(values: Values, positionals: string[]): Promise<unknown>
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

const commands: Record<string, Command> = {
  'account create': {
    usage: '--name N --email E --password P [--plan PLAN] [--subdomain S]',
    options: { name: text, email: text, password: text, plan: text, subdomain: text },
    run: accountCreate,
  },
  'token create': {
    usage: '--account ID --scopes a,b',
    options: { account: text, scopes: text, name: text },
    run: tokenCreate,
  },
  'user create': {
    usage:
      '--account ID --name N --email E --password P [--role super-admin|account-access|user] [--seat none|sales|service]',
    options: { account: text, name: text, email: text, password: text, role: text, seat: text },
    run: userCreate,
  },
  'user password': { usage: '--email E --password P', options: { email: text, password: text }, run: userPassword },
  'user factors': { usage: '--email E --remove', options: { email: text, remove: flag }, run: userFactors },
  'mail parse': { usage: 'FILE…', options: {}, run: (_, files) => mailParse(files) },
  seed: {
    usage: '--account ID --conversations N [--messages M] [--contacts C]',
    options: { account: text, conversations: text, messages: text, contacts: text },
    run: seed,
  },
}

async function main(argv: readonly string[]): Promise<void> {
  const isJson = argv.includes('--json')
  const words = argv.filter((word) => word !== '--json')
  const name = [words.slice(0, 2).join(' '), words[0] ?? ''].find((one) => one in commands)
  const command = name === undefined ? undefined : commands[name]
  if (!command || name === undefined) throw new UsageError(`There is no command "${words.slice(0, 2).join(' ')}".`)
  const { values, positionals } = readWords(command, name, words.slice(name.split(' ').length))
  const answer = await command.run(values, positionals)
  console.log(isJson ? JSON.stringify(answer) : readable(answer))
}

function readWords(command: Command, name: string, args: string[]) {
  try {
    const read = parseArgs({ args, options: command.options, allowPositionals: name === 'mail parse', strict: true })
    const words = Object.entries(read.values).map(([option, value]) => [option, value === true ? 'yes' : value])
    return { values: Object.fromEntries(words) as Values, positionals: read.positionals }
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\nUse: ${name} ${command.usage}`)
  }
}

function readable(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null || 'results' in answer) return JSON.stringify(answer, null, 2)
  return Object.entries(answer)
    .map(([key, value]) => `${key}: ${String(value)}`)
    .join('\n')
}

const help = () =>
  `Commands (--json prints one JSON object):\n${Object.entries(commands)
    .map(([name, { usage }]) => `  ${name} ${usage}`)
    .join('\n')}`

try {
  await main(process.argv.slice(2))
  process.exit(0)
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`samtale: ${error.message}\n${help()}`)
    process.exit(2)
  }
  console.error(error instanceof Problem || error instanceof StartError ? `samtale: ${error.message}` : error)
  process.exit(1)
}
