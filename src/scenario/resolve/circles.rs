//! Ways from queue to queue that never end, or that no contact can go.

use crate::model::{Channel, Queue, QueueId};
use crate::scenario::file::Typed;
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;

/// A contact that is transferred with at least this share always is.
const ALWAYS: f64 = 1.0 - 1e-9;

/// Overflow in a circle, and transfers without an end.
pub(super) fn check(reading: &mut Reading<'_>, typed: &Typed, queues: &[Option<Queue>]) {
    overflow(reading, typed, queues);
    other_channels(reading, typed, queues);
    transfers(reading, typed, queues);
}

/// A contact that waits on in another queue stays what it is. (Outbound calls never overflow, which is told apart.)
fn other_channels(reading: &mut Reading<'_>, typed: &Typed, queues: &[Option<Queue>]) {
    for (queue, typed) in queues.iter().zip(&typed.queues) {
        let Some(from) = queue else { continue };
        let to = from
            .rules
            .overflow
            .and_then(|overflow| queues.get(overflow.to)?.as_ref());
        let place = typed
            .onward
            .overflow
            .as_ref()
            .and_then(|overflow| overflow.to.as_ref());
        if let (Some(to), Some((_, place))) = (to, place)
            && to.channel != from.channel
            && from.channel != Channel::Outbound
        {
            let complaint = Complaint::new(
                format!(
                    "contacts by {} overflow to a queue of {}",
                    from.channel.name(),
                    to.channel.name()
                ),
                "a contact that waits on in another queue keeps its channel",
                "name a queue of the same channel, or let an agent transfer the contact",
            );
            reading.error(place, complaint);
        }
    }
}

fn overflow(reading: &mut Reading<'_>, typed: &Typed, queues: &[Option<Queue>]) {
    let next = |queue: QueueId| Some(queues.get(queue)?.as_ref()?.rules.overflow?.to);
    for start in 0..queues.len() {
        let mut way = vec![start];
        while let Some(to) = next(way[way.len() - 1]) {
            if to != start && way.contains(&to) {
                break;
            }
            way.push(to);
            if to == start {
                break;
            }
        }
        // Each circle is told once, at its first queue.
        let circle = way.len() > 1 && way[way.len() - 1] == start && way.iter().all(|queue| *queue >= start);
        let to = typed.queues[start].onward.overflow.as_ref();
        if let Some((_, place)) = to.and_then(|overflow| overflow.to.as_ref()).filter(|_| circle) {
            let names: Vec<String> = way
                .iter()
                .map(|queue| format!("`{}`", typed.queues[*queue].name.0))
                .collect();
            let complaint = Complaint::new(
                format!("contacts overflow in a circle: {}", names.join(" → ")),
                "overflow comes to an end somewhere",
                "remove one of them",
            );
            reading.error(place, complaint);
        }
    }
}

fn transfers(reading: &mut Reading<'_>, typed: &Typed, queues: &[Option<Queue>]) {
    // Queues from which, as far as is known, every contact goes on to such a queue.
    let mut endless: Vec<bool> = queues
        .iter()
        .map(|queue| queue.as_ref().is_some_and(always))
        .collect();
    loop {
        let leaves = |queue: &Option<Queue>| {
            let transfers = queue.iter().flat_map(|queue| &queue.rules.transfers);
            let mut used = transfers.filter(|transfer| {
                let mut shares = transfer.share.iter().flat_map(|share| share.values());
                shares.any(|share| *share > 0.0)
            });
            used.any(|transfer| !endless[transfer.to])
        };
        let still: Vec<bool> = queues
            .iter()
            .zip(&endless)
            .map(|(queue, endless)| *endless && !leaves(queue))
            .collect();
        if still == endless {
            break;
        }
        endless = still;
    }
    if let Some(queue) = endless.iter().position(|endless| *endless) {
        let typed = &typed.queues[queue];
        let Some(first) = typed.onward.transfers.first() else {
            return;
        };
        let complaint = Complaint::new(
            format!("a contact of `{}` is transferred for ever", typed.name.0),
            "wherever it goes, all are transferred on",
            "lower a share below 100 %",
        );
        let place = first.share.as_ref().map_or(&first.place, |(_, place)| place);
        reading.error(place, complaint);
    }
}

/// Whether some group transfers every contact of the queue that it takes, at all times.
fn always(queue: &Queue) -> bool {
    let transfers = &queue.rules.transfers;
    let groups = queue.route.iter().flatten();
    let intervals = 0..queue.volume.len();
    let all = |group: usize, interval: usize| {
        let shares = transfers
            .iter()
            .map(|transfer| *transfer.share[group].at(interval));
        shares.sum::<f64>() >= ALWAYS
    };
    let mut groups = groups.copied().peekable();
    groups.peek().is_some() && groups.all(|group| intervals.clone().all(|interval| all(group, interval)))
}
