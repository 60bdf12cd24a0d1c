// Who is on call at the sandbox's PagerDuty, by escalation policy and level. Invented people only.

export interface PagerDutyPerson {
	id: string;
	name: string;
	email: string;
}

export const amal: PagerDutyPerson = { id: 'PAMAL01', name: 'Amal Haddad', email: 'amal@example.org' };
const bjorn: PagerDutyPerson = { id: 'PBJORN1', name: 'Bjørn Lindqvist', email: 'bjorn@example.org' };
const chioma: PagerDutyPerson = { id: 'PCHIOM1', name: 'Chioma Eze', email: 'chioma@example.org' };

export const people: readonly PagerDutyPerson[] = [ amal, bjorn, chioma ];

export interface PagerDutyPolicy {
	id: string;
	name: string;
	/** Its levels name rota positions: with an empty rota they reach nobody. */
	byRota: boolean;
	/** Who is on call at level 1, 2, ... */
	levels: readonly ( readonly PagerDutyPerson[] )[];
}

export const onCallPolicy: PagerDutyPolicy = { id: 'PSRE001', name: 'SRE on call', byRota: true, levels: [ [ amal ], [ bjorn ] ] };
export const everybodyPolicy: PagerDutyPolicy = { id: 'PALL001', name: 'Everybody', byRota: false, levels: [ people ] };
export const policies: readonly PagerDutyPolicy[] = [ onCallPolicy, everybodyPolicy ];
