import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { cleanInboxAddress, inboxAddressFrom } from '../../shared/inbox-address.ts'
import { api } from '../data/api.ts'
import { t } from '../labels/labels.ts'
import { Chip } from '../ui/chip.tsx'
import { classNames } from '../ui/class-names.ts'
import { Spinner } from '../ui/spinner.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useSettled } from '../ui/use-settled.ts'
import { LinkButton } from './form-parts.tsx'
import styles from './sign-in.module.css'

/**
 * The subdomain while it is chosen. Until the person types one it follows the company's name, and where that one is
 * taken, the free one that the server made from it.
 */
export function useInboxAddress(companyName: string) {
  const [typed, setTyped] = useState<string | null>(null)
  const wanted = typed === null ? (companyName.trim() ? inboxAddressFrom(companyName) : '') : cleanInboxAddress(typed)
  const settled = useSettled(wanted)
  const { data, isFetching } = useQuery({
    queryKey: ['inboxAddress', settled],
    queryFn: ({ signal }) => api.inboxAddress(settled, signal),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  const answer = data && settled === wanted && !isFetching ? data : null
  const isMoved = typed === null && answer?.isFree === false
  return {
    shown: isMoved ? answer.suggestion : (typed ?? wanted),
    value: isMoved ? answer.suggestion : wanted,
    state: wanted === '' ? 'empty' : !answer ? 'checking' : answer.isFree || isMoved ? 'free' : 'taken',
    suggestion: answer?.suggestion ?? '',
    setTyped,
  } as const
}

type InboxAddressFieldProps = {
  address: ReturnType<typeof useInboxAddress>
  mailDomain: string
  /** What the server or the form found wrong, said in place of the hint. */
  error: ReactNode
}

export function InboxAddressField({ address, mailDomain, error }: InboxAddressFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const { shown, value, state, suggestion, setTyped } = address
  const taken = state === 'taken' && (
    <>
      {t('signIn.addressTaken', { address: value })}{' '}
      <LinkButton onClick={() => setTyped(suggestion)}>{t('signIn.useSuggestion', { suggestion })}</LinkButton>
    </>
  )
  return (
    <TextField
      ref={input}
      label={t('signIn.inboxAddress')}
      name="inboxAddress"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={63}
      className={classNames(styles.field, styles.address)}
      value={shown}
      hint={value && t('signIn.inboxAddressHint', { address: `support@${value}.${mailDomain}` })}
      error={taken || error}
      onChange={(event) => setTyped(event.target.value.toLowerCase())}
      onBlur={() => address.shown !== value && setTyped(value)}
      suffix={
        <>
          <span
            className={styles.domain}
            role="presentation"
            aria-hidden="true"
            onPointerDown={(event) => {
              event.preventDefault()
              input.current?.focus()
            }}
          >
            .{mailDomain}
          </span>
          <span role="status">
            {state === 'free' && (
              <Chip tone="ok" icon={Check}>
                {t('signIn.freeToUse')}
              </Chip>
            )}
            {state === 'checking' && (
              <>
                <Spinner size={14} />
                <span className="sr-only">{t('signIn.checking')}</span>
              </>
            )}
          </span>
        </>
      }
    />
  )
}
