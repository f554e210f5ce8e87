import { type FormEvent, useState } from 'react'
import { isMailAddress } from '../../shared/mail-address.ts'
import { ApiProblem, api } from '../data/api.ts'
import type { SignUp, Welcome } from '../data/types.ts'
import { currentLanguage, problemText, t, tx } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { DoorField, EmailField, FormProblem, LinkButton, PasswordField } from './form-parts.tsx'
import { InboxAddressField, useInboxAddress } from './inbox-address-field.tsx'
import { passwordProblem } from './password-rules.ts'
import styles from './sign-in.module.css'
import { useEnter } from './use-enter.ts'

type FieldName = 'companyName' | 'name' | 'email' | 'password' | 'inboxAddress' | 'code'
type Values = Record<Exclude<FieldName, 'inboxAddress'>, string>

// Refusals of the server that belong to one field.
const fieldOf: Readonly<Record<string, FieldName>> = {
  emailTaken: 'email',
  addressTaken: 'inboxAddress',
  wrongSignupCode: 'code',
}

export function CreateAccountForm({ welcome, onSignIn }: { welcome: Welcome; onSignIn: () => void }) {
  const [values, setValues] = useState<Values>({ companyName: '', name: '', email: '', password: '', code: '' })
  const [checked, setChecked] = useState<ReadonlySet<FieldName>>(new Set())
  const inboxAddress = useInboxAddress(values.companyName)
  const create = useEnter(api.signUp)

  const refused = create.error instanceof ApiProblem ? fieldOf[create.error.code] : undefined
  const problems: Record<FieldName, string | null> = {
    companyName: values.companyName.trim() ? null : t('signIn.missingCompany'),
    name: values.name.trim() ? null : t('signIn.missingName'),
    email: isMailAddress(values.email.trim()) ? null : t('signIn.badEmail'),
    password: passwordProblem(values.password, welcome.passwordMinLength),
    inboxAddress: inboxAddress.state === 'empty' ? t('signIn.emptyAddress') : null,
    code: !welcome.asksForCode || values.code.trim() ? null : t('signIn.missingCode'),
  }
  const errorOf = (field: FieldName) => {
    if (refused === field && create.error instanceof ApiProblem)
      return problemText(create.error.code, create.error.details)
    return checked.has(field) ? problems[field] : null
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(new Set(Object.keys(problems) as FieldName[]))
    const isComplete = Object.values(problems).every((problem) => problem === null)
    if (isComplete && inboxAddress.state !== 'taken' && !create.isPending)
      create.mutate(signUpFrom(values, inboxAddress.value))
  }
  const field = (name: keyof Values) => ({
    name,
    value: values[name],
    error: errorOf(name),
    // An error shows when the field is left and goes as soon as it is mended.
    onBlur: () => values[name] !== '' && setChecked((before) => new Set([...before, name])),
    onChange: (event: { target: { value: string } }) => {
      create.reset()
      setValues({ ...values, [name]: event.target.value })
      setChecked((before) => new Set([...before].filter((other) => other !== name)))
    },
  })

  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <DoorField {...field('name')} label={t('signIn.yourName')} autoComplete="name" maxLength={100} autoFocus />
      <EmailField {...field('email')} />
      <PasswordField {...field('password')} label={t('signIn.password')} autoComplete="new-password" />
      <DoorField
        {...field('companyName')}
        label={t('signIn.companyName')}
        autoComplete="organization"
        maxLength={100}
      />
      <InboxAddressField address={inboxAddress} mailDomain={welcome.mailDomain} error={errorOf('inboxAddress')} />
      {welcome.asksForCode && (
        <DoorField
          {...field('code')}
          label={t('signIn.code')}
          hint={t('signIn.codeHint')}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
        />
      )}
      {!refused && <FormProblem error={create.error} />}
      <Button type="submit" variant="primary" size="lg" className={styles.submit} isLoading={create.isPending}>
        {t('signIn.createAccount')}
      </Button>
      {!welcome.isEmpty && (
        <p className={styles.aside}>
          {tx('signIn.haveAccount', { link: <LinkButton onClick={onSignIn}>{t('signIn.signIn')}</LinkButton> })}
        </p>
      )}
    </form>
  )
}

function signUpFrom(values: Values, inboxAddress: string): SignUp {
  return {
    companyName: values.companyName.trim(),
    name: values.name.trim(),
    email: values.email.trim(),
    password: values.password,
    inboxAddress,
    ...(values.code.trim() && { code: values.code.trim() }),
    language: currentLanguage(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}
