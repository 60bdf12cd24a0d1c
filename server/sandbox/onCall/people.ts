// Who answers at the sandbox's on-call service, and whom an escalation step pages. Invented people
// only: no real account, number or address belongs here.

export interface SandboxPerson {
	username: string;
	name: string;
	/** 1: paged first. 2: paged when step 1 has not answered. undefined: off the rota. */
	step?: 1 | 2;
}

export const defaultPeople: readonly SandboxPerson[] = [
	{ username: 'amal', name: 'Amal Haddad', step: 1 },
	{ username: 'bjorn', name: 'Bjørn Lindqvist', step: 2 },
	{ username: 'chioma', name: 'Chioma Eze' }
];

/** An account for programs: it may act on incidents, and no phone of its own ever rings. */
export const apiUser = 'paging-bot';

export interface PolicyStep {
	/** After paging began. */
	afterMs: number;
	usernames: readonly string[];
	/** Mail is nobody's telephone. */
	mailboxes?: readonly string[];
}

export interface Policy {
	slug: string;
	name: string;
	/** True when its steps name rota positions: with an empty rota they reach nobody. */
	byRota: boolean;
	steps: readonly PolicyStep[];
}

/** Which policy takes what comes under a routing key. Every other key leads to the default policy, which pages. */
export const routes = { sre: 'pol-sre', drill: 'pol-drill' } as const;

/** The first policy is the default one, the second reaches everybody, the third nobody. */
export function policiesFor( people: readonly SandboxPerson[] ): readonly [ Policy, Policy, Policy ] {
	const at = ( step: 1 | 2 ): string[] => people
		.filter( ( person ) => person.step === step )
		.map( ( { username } ) => username );
	return [
		{
			slug: 'pol-sre',
			name: 'SRE on call',
			byRota: true,
			// Five minutes is what on-call services suggest for the next step.
			steps: [ { afterMs: 0, usernames: at( 1 ) }, { afterMs: 300_000, usernames: at( 2 ) } ]
		},
		{
			slug: 'pol-batphone',
			name: 'Everybody',
			byRota: false,
			steps: [ { afterMs: 0, usernames: people.map( ( { username } ) => username ) } ]
		},
		{
			slug: 'pol-drill',
			name: 'Drills',
			byRota: false,
			steps: [ { afterMs: 0, usernames: [], mailboxes: [ 'drills@sandbox.invalid' ] } ]
		}
	];
}
