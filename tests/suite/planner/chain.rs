//! A queue of impatient callers as a birth-death chain, cut off where hardly anybody ever is: the number of
//! contacts in the system, and a waiting caller's place in the line.

/// M/M/n+M in equilibrium.
pub struct Chain {
    agents: u32,
    /// Per second: contacts served by one agent, callers lost of each one waiting, contacts arriving.
    served: f64,
    lost: f64,
    arriving: f64,
    /// Chance of as many contacts in the system.
    chance: Vec<f64>,
}

impl Chain {
    pub fn new(arriving: f64, handle_s: f64, patience_s: f64, agents: u32) -> Self {
        let (served, lost) = (1.0 / handle_s, 1.0 / patience_s);
        let mut logs = vec![0.0_f64];
        let (mut log, mut highest) = (0.0_f64, 0.0_f64);
        while log > highest - 45.0 || (logs.len() as u32) <= agents {
            let contacts = logs.len() as u32;
            let leaving =
                f64::from(contacts.min(agents)) * served + f64::from(contacts.saturating_sub(agents)) * lost;
            log += (arriving / leaving).ln();
            highest = highest.max(log);
            logs.push(log);
        }
        let weights: Vec<f64> = logs.iter().map(|log| (log - highest).exp()).collect();
        let all: f64 = weights.iter().sum();
        Self {
            agents,
            served,
            lost,
            arriving,
            chance: weights.iter().map(|weight| weight / all).collect(),
        }
    }

    /// Chances that all agents are busy and so many wait: what a caller who has to wait finds.
    fn waiting(&self) -> &[f64] {
        &self.chance[self.agents as usize..]
    }

    pub fn p_wait(&self) -> f64 {
        self.waiting().iter().sum()
    }

    pub fn queue_mean(&self) -> f64 {
        let waiting = self.waiting().iter().enumerate();
        waiting.map(|(callers, chance)| callers as f64 * chance).sum()
    }

    pub fn abandoned(&self) -> f64 {
        self.lost * self.queue_mean() / self.arriving
    }

    /// Rate at which the line before a caller moves on by one, with so many before them.
    fn moving(&self, before: usize) -> f64 {
        f64::from(self.agents) * self.served + before as f64 * self.lost
    }

    /// Mean wait of those who are answered: step by step through the line, each step a race between its moving
    /// on and the caller's patience.
    pub fn asa_s(&self) -> f64 {
        let (mut answered, mut waited) = (1.0, 0.0);
        let (mut all_answered, mut all_waited) = (1.0 - self.p_wait(), 0.0);
        for (before, chance) in self.waiting().iter().enumerate() {
            let moving = self.moving(before);
            let any = moving + self.lost;
            waited = moving / any * (waited + answered / any);
            answered *= moving / any;
            all_answered += chance * answered;
            all_waited += chance * waited;
        }
        all_waited / all_answered
    }

    /// Share of all callers answered within some time, by uniformization: the line moves on, the caller hangs
    /// up or nothing happens at the events of a Poisson process of the highest rate.
    pub fn answered_within(&self, within_s: f64) -> f64 {
        let places = self.waiting().len();
        let highest = self.moving(places) + self.lost;
        // Chance of being answered, with so many before the caller, after each event.
        let mut answered = vec![0.0; places];
        let mean = highest * within_s;
        let (mut log_chance, mut seen, mut event) = (-mean, 0.0, 0.0_f64);
        let mut within = vec![0.0; places];
        while event <= mean || 1.0 - seen > 1e-13 && event < 2.0 * mean + 200.0 {
            let chance = log_chance.exp();
            seen += chance;
            for (sum, answered) in within.iter_mut().zip(&answered) {
                *sum += chance * answered;
            }
            for before in (0..places).rev() {
                let moving = self.moving(before);
                let next = if before == 0 { 1.0 } else { answered[before - 1] };
                answered[before] =
                    (moving * next + (highest - moving - self.lost) * answered[before]) / highest;
            }
            event += 1.0;
            log_chance += (mean / event).ln();
        }
        let waited: f64 = self
            .waiting()
            .iter()
            .zip(&within)
            .map(|(chance, within)| chance * within)
            .sum();
        1.0 - self.p_wait() + waited
    }
}

#[test]
fn the_chain_agrees_with_a_published_queue() {
    // 50 agents, 600 calls an hour, 300 s to handle: load 50; patience 180 s.
    let chain = Chain::new(600.0 / 3600.0, 300.0, 180.0, 50);
    let balance = chain.arriving * (1.0 - chain.abandoned())
        - chain.served
            * (0..)
                .zip(&chain.chance)
                .map(|(n, p)| f64::from(50.min(n)) * p)
                .sum::<f64>();
    assert!(balance.abs() < 1e-12, "{balance}");
    let answered = 1.0 - chain.abandoned();
    assert!((chain.answered_within(1e4) - answered).abs() < 1e-9);
    assert!((chain.answered_within(0.0) - (1.0 - chain.p_wait())).abs() < 1e-12);
}
