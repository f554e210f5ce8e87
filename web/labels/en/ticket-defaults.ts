/** How the tickets of a channel begin. */
export const ticketDefaults = {
  'tickets.switch': 'Treat incoming conversations as support tickets',
  'tickets.switchHint': 'Each new conversation creates a ticket in {pipeline}, stage {stage}.',
  'tickets.edit': 'Edit ticket',
  'tickets.intro': 'Every ticket that this channel makes starts like this.',
  'tickets.name': 'Ticket name',
  'tickets.subjectToken': 'Subject of the first message',
  'tickets.addSubject': 'Insert the subject',
  'tickets.noName': 'A ticket name takes 1 to 200 characters.',
  'tickets.pipeline': 'Pipeline',
  'tickets.category': 'Category',
  'tickets.owner': 'Ticket owner',
  'tickets.ofConversation': 'Owner of the conversation',
  'tickets.ofConversationHint': 'Follows the assignment rules',
  'tickets.contactOwner': 'Contact owner',
} as const
