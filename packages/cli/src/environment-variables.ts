/** The process's variables, as given to whoever may read them. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;
