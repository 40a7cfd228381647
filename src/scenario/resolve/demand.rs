//! How contacts come: volumes, arrival processes, random factors, mixes, and who is there at opening.

use super::{Assumed, Setting, TypedCenter, channel, replay, resolve_busyness};
use crate::model::{
    Arrivals, Backlog, Channel, Factor, IntervalFactor, MAX_VOLUME, Mix, PerInterval, QueueId, QueueRules,
    RateShape,
};
use crate::scenario::file::{
    Typed, TypedArrivals, TypedBacklog, TypedMix, TypedQueue, TypedStream, find_name, show_share,
};
use crate::scenario::leaf::{Unit, show_duration};
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;
use crate::scenario::series::{Filling, Frame, Series, change_numbers};
use crate::scenario::source::Place;

/// From where the contacts of a queue come that has no volume of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    /// A mix.
    Mix(usize),
    /// A record.
    Replay,
}

/// The stream of each queue that has no volume of its own. This needs no calendar.
pub(super) fn streams(reading: &mut Reading<'_>, typed: &Typed, queues: &[String]) -> Vec<Option<Stream>> {
    let replayed = |queue: &TypedQueue| queue.stream.replay().map(|_| Stream::Replay);
    let mut streams: Vec<Option<Stream>> = typed.queues.iter().map(replayed).collect();
    for (index, mix) in typed.mixes.iter().enumerate() {
        let (name, place) = &mix.name;
        if !mix.present.has("volume") && !mix.present.has("rate") {
            let complaint = Complaint::new(
                "`volume` is missing",
                "a mix has a volume of its own",
                "add volume = \"31 46 61 …\", one number an interval, or rate = \"100/h\"",
            );
            reading.error(place, complaint);
        }
        check_said_once(reading, mix.volume.as_ref(), mix.rate.as_ref());
        if !mix.present.has("queues") {
            let complaint = Complaint::new(
                "`queues` is missing",
                "a mix says of which queues its contacts are",
                "add queues = { sales = \"30%\", service = \"70%\" }",
            );
            reading.error(place, complaint);
        }
        if let Some((file, _)) = mix.stream.replay().zip(Some(())) {
            let complaint = Complaint::new(
                "a mix cannot be replayed",
                "a record says of which queue each contact is",
                "write arrivals = { replay = … } in each queue",
            );
            reading.error(&file.1, complaint);
        }
        let shares = mix.shares.iter().flat_map(|(shares, _)| shares);
        for (queue, _) in shares {
            let Some(id) = find_name(reading, queue, queues, "queue") else {
                continue;
            };
            if channel::of_queue(&typed.queues[id]) == Channel::Outbound {
                let complaint = Complaint::new(
                    format!("`{}` is of outbound calls", queue.0),
                    "a mix is a stream of contacts that come, and the center makes these calls",
                    "take it out of the mix, and give it a volume of its own",
                );
                reading.error(&queue.1, complaint);
            }
            if let Some(Some(Stream::Mix(first))) = streams.get(id).copied() {
                let complaint = Complaint::new(
                    format!("`{}` is of two mixes", queue.0),
                    format!(
                        "`{}` has it too, and a queue is of one stream at most",
                        typed.mixes[first].name.0
                    ),
                    "take it out of one of them",
                );
                reading.error(&queue.1, complaint);
            } else if streams[id] == Some(Stream::Replay) {
                let complaint = Complaint::new(
                    format!("`{}` is replayed and of the mix `{name}`", queue.0),
                    "a queue is of one stream at most",
                    "take it out of the mix, or remove its `arrivals`",
                );
                reading.error(&queue.1, complaint);
            }
            streams[id] = Some(Stream::Mix(index));
        }
    }
    for (queue, stream) in typed.queues.iter().zip(&streams) {
        let Some(stream) = stream else { continue };
        check_without_volume(reading, typed, queue, *stream);
    }
    streams
}

/// A queue whose contacts come from elsewhere says nothing of how many come, nor how.
fn check_without_volume(reading: &mut Reading<'_>, typed: &Typed, queue: &TypedQueue, stream: Stream) {
    let (name, _) = &queue.name;
    let (rule, remedy) = match stream {
        Stream::Mix(mix) => {
            let mix = &typed.mixes[mix].name.0;
            (
                format!("its contacts come from the mix `{mix}`"),
                format!("change mixes.{mix} instead, or take `{name}` out of it"),
            )
        }
        Stream::Replay => (
            "its contacts are those of the record".to_owned(),
            "remove it, or remove `arrivals`".to_owned(),
        ),
    };
    let mut complain = |what: &str, place: &Place| {
        let complaint = Complaint::new(
            format!("`{name}` has no {what} of its own"),
            rule.clone(),
            remedy.clone(),
        );
        reading.error(place, complaint);
    };
    for series in [&queue.volume, &queue.rate].into_iter().flatten() {
        let change = series.changes.first().filter(|_| !series.is_typed());
        complain("volume", change.map_or(&series.place, |change| &change.place));
    }
    if let Some((_, place)) = &queue.stream.rate_shape {
        complain("rate", place);
    }
    if let (Stream::Mix(_), Some((arrivals, place))) = (stream, &queue.stream.arrivals)
        && !matches!(arrivals, TypedArrivals::Replay(_) | TypedArrivals::Broken)
    {
        complain("arrivals", place);
    }
}

/// How many come is said as a volume or as a rate, not both.
pub(super) fn check_said_once(
    reading: &mut Reading<'_>,
    volume: Option<&Series<f64>>,
    rate: Option<&Series<f64>>,
) {
    if let (Some(volume), Some(rate)) = (volume, rate)
        && volume.is_typed()
    {
        let complaint = Complaint::new(
            "`volume` and `rate` both say how many come",
            "a thing is said once",
            "remove one of the two",
        );
        reading.error(&rate.place, complaint);
    }
}

/// The intervals over which contacts come: the open ones, or all where they come round the clock.
#[derive(Clone, Copy)]
struct Hours<'a> {
    open: &'a Frame,
    all_day: &'a Frame,
    round_the_clock: bool,
}

impl<'a> Hours<'a> {
    /// The intervals that a typed series runs over; one typed for the open ones alone says nothing of the others.
    fn of(self, series: &Series<f64>) -> &'a Frame {
        if self.round_the_clock && !series.is_of_open_hours(self.open) {
            self.all_day
        } else {
            self.open
        }
    }
}

/// The volume of each interval, typed as such or as a rate; nothing comes while the center is closed but what
/// comes round the clock.
fn volume(
    reading: &mut Reading<'_>,
    volume: Option<&Series<f64>>,
    rate: Option<&Series<f64>>,
    what: &str,
    hours: Hours<'_>,
) -> Option<Vec<f64>> {
    let typed_volume = volume.filter(|series| series.is_typed());
    let frame = typed_volume
        .or(rate)
        .map_or(hours.open, |series| hours.of(series));
    let values = match (typed_volume, rate) {
        (Some(_), Some(_)) => return None,
        (Some(series), None) => series.resolve(reading, frame, Unit::Count, Filling::count())?,
        (None, Some(rate)) => {
            let seconds = frame.calendar.interval.seconds();
            let volumes = match rate.resolve(reading, frame, Unit::Rate, Filling::level())? {
                PerInterval::Same(rate) => PerInterval::Same(rate * seconds),
                PerInterval::Each(rates) => {
                    PerInterval::Each(rates.into_iter().map(|rate| rate * seconds).collect())
                }
            };
            // Changes to the volume of what is given by its rate.
            let changes = volume.map_or(&[][..], |series| &series.changes);
            change_numbers(reading, frame, volumes, changes, Unit::Count)?
        }
        (None, None) => {
            // It complains of changes that find nothing to change.
            return volume
                .and_then(|series| series.resolve(reading, frame, Unit::Count, Filling::count()))
                .and(None);
        }
    };
    let mut values: Vec<f64> = (0..frame.calendar.intervals)
        .map(|interval| *values.at(interval))
        .collect();
    if let Some(series) = typed_volume.or(rate) {
        none_when_closed(reading, frame, &mut values, series);
    }
    if let Some(interval) = values.iter().position(|value| *value > MAX_VOLUME) {
        let place = typed_volume.or(rate).map(|series| series.place.clone())?;
        let (_, label) = frame.calendar.label(interval);
        let complaint = Complaint::new(
            format!("{} contacts in the interval of {label}", values[interval]),
            format!("{what} expects at most {MAX_VOLUME} contacts in an interval"),
            "split the interval or the queue",
        );
        reading.error(&place, complaint);
        return None;
    }
    Some(values)
}

/// Makes values zero where the center is closed, and says so where others were typed for those very intervals.
pub(super) fn none_when_closed<T: Copy + Default + PartialEq>(
    reading: &mut Reading<'_>,
    frame: &Frame,
    values: &mut [T],
    series: &Series<f64>,
) {
    let closed = || frame.closed.iter().flat_map(Clone::clone);
    let lost = closed().find(|&interval| values[interval] != T::default());
    if let (Some(interval), true) = (lost, series.is_said_when_closed(frame)) {
        let complaint = Complaint::new(
            format!("the center is closed at {}", frame.when(interval)),
            "volume and staff are 0 while it is closed",
            "write 0 there, or change `hours`",
        );
        reading.warn(&series.place, complaint);
    }
    closed().for_each(|interval| values[interval] = T::default());
}

/// The streams of several queues.
pub(super) fn mixes(
    reading: &mut Reading<'_>,
    typed: &Typed,
    queues: &[String],
    channels: &[Channel],
    (frame, all_day): (&Frame, &Frame),
    assumed: &mut Assumed,
) -> Vec<Option<Mix>> {
    let resolve = |mix: &TypedMix| {
        let path = format!("mixes.{}", mix.name.0);
        let shared = mix.shares.iter().flat_map(|(shares, _)| shares);
        let known = shared.filter_map(|((name, _), _)| queues.iter().position(|queue| queue == name));
        let hours = Hours {
            open: frame,
            all_day,
            round_the_clock: known.map(|queue| channels[queue]).all(Channel::comes_when_closed),
        };
        let volume = volume(reading, mix.volume.as_ref(), mix.rate.as_ref(), "a mix", hours);
        let process = process(reading, &mix.stream, &path, frame, assumed);
        let shares = shares(reading, mix, queues, frame);
        let (arrivals, shape) = process?;
        Some(Mix {
            name: mix.name.0.clone(),
            volume: volume?,
            arrivals,
            shape,
            shares: shares?,
        })
    };
    typed.mixes.iter().map(resolve).collect()
}

fn shares(
    reading: &mut Reading<'_>,
    mix: &TypedMix,
    queues: &[String],
    frame: &Frame,
) -> Option<Vec<(QueueId, PerInterval<f64>)>> {
    let (typed, place) = mix.shares.as_ref()?;
    let mut shares = Vec::new();
    let mut sound = true;
    for ((name, _), series) in typed {
        let share = series.resolve(reading, frame, Unit::Share, Filling::level());
        match (queues.iter().position(|known| known == name), share) {
            (Some(queue), Some(share)) => shares.push((queue, share)),
            _ => sound = false,
        }
    }
    if !sound {
        return None;
    }
    let sum = |interval: usize| shares.iter().map(|(_, share)| share.at(interval)).sum::<f64>();
    let wrong = (0..frame.calendar.intervals).find(|&interval| (sum(interval) - 1.0).abs() > 1e-6);
    if let Some(interval) = wrong {
        let varies = shares
            .iter()
            .any(|(_, share)| matches!(share, PerInterval::Each(_)));
        let when = if varies {
            format!(" at {}", frame.when(interval))
        } else {
            String::new()
        };
        let complaint = Complaint::new(
            format!("these shares sum to {}{when}", show_share(sum(interval))),
            "every contact of the mix is of one of its queues: they sum to 100 %",
            "",
        );
        reading.error(place, complaint);
        return None;
    }
    Some(shares)
}

/// How the contacts of a stream arrive; a replay needs to know more.
fn process(
    reading: &mut Reading<'_>,
    typed: &TypedStream,
    path: &str,
    frame: &Frame,
    assumed: &mut Assumed,
) -> Option<(Arrivals, RateShape)> {
    let arrivals = match typed.arrivals.as_ref().map(|(arrivals, _)| arrivals) {
        None | Some(TypedArrivals::Poisson) => Arrivals::Poisson,
        Some(TypedArrivals::Fixed) => Arrivals::Fixed,
        Some(TypedArrivals::Mixed(cv)) => Arrivals::Mixed { cv: (*cv)? },
        Some(TypedArrivals::Renewal(law)) => {
            if law.is_bare() {
                assumed.add(
                    format!("{path}.arrivals.renewal"),
                    "lognormal, cv 1",
                    "a bare duration is the mean of a lognormal distribution with cv 1; the volume stretches it",
                );
            }
            let gaps = law.resolve_one(reading, frame)?;
            if gaps.mean() <= 0.0 || !gaps.mean().is_finite() {
                let complaint = Complaint::new(
                    "the mean of these gaps is zero",
                    "time passes between arrivals",
                    "write arrivals = { renewal = { gamma = { mean = \"1m\", cv = 0.5 } } }",
                );
                reading.error(law.place(), complaint);
                return None;
            }
            Arrivals::Renewal { gaps }
        }
        Some(TypedArrivals::Batches(sizes)) => Arrivals::Batches {
            sizes: sizes.iter().map(|(size, share)| (*size as u32, *share)).collect(),
        },
        Some(TypedArrivals::Replay(_) | TypedArrivals::Broken) => return None,
    };
    let shape = match typed.rate_shape {
        Some((1, _)) => RateShape::Linear,
        _ => RateShape::Constant,
    };
    if let (RateShape::Linear, Arrivals::Fixed | Arrivals::Mixed { .. }, Some((_, place))) =
        (shape, &arrivals, &typed.rate_shape)
    {
        let complaint = Complaint::new(
            "a linear rate does not go with these arrivals",
            "they are drawn interval by interval, evenly over each",
            "remove `rate_shape`, or choose arrivals = \"poisson\"",
        );
        reading.error(place, complaint);
        return None;
    }
    Some((arrivals, shape))
}

/// What a queue expects in each interval, and how its contacts come.
pub(super) fn of_queue(
    reading: &mut Reading<'_>,
    typed: &TypedQueue,
    queue: QueueId,
    setting: &Setting<'_>,
    assumed: &mut Assumed,
) -> Option<(Vec<f64>, QueueRules)> {
    let frame = setting.frame;
    let backlog = match &typed.backlog {
        Some(backlog) => resolve_backlog(reading, backlog),
        None if typed.present.has("backlog") => None,
        None => Some(Backlog::default()),
    };
    let channel = setting.channels[queue];
    let hours = Hours {
        open: frame,
        all_day: &setting.all_day,
        round_the_clock: channel.comes_when_closed(),
    };
    let (volume, arrivals, shape) = match setting.streams.get(queue).copied().flatten() {
        Some(Stream::Mix(mix)) => {
            let mix = setting.mixes.get(mix)?.as_ref()?;
            (
                expected_of_mix(mix, queue),
                Arrivals::default(),
                RateShape::default(),
            )
        }
        Some(Stream::Replay) => {
            let file = typed.stream.replay()?;
            let over = if hours.round_the_clock {
                hours.all_day
            } else {
                frame
            };
            let record = replay::read(reading, file, &typed.name.0, &setting.queue_names, over)?;
            let mut volume = vec![0.0; frame.calendar.intervals];
            for contact in record.iter() {
                if let Some(interval) = frame.calendar.interval_at(contact.at) {
                    volume[interval] += 1.0;
                }
            }
            (volume, Arrivals::Replay(record), RateShape::default())
        }
        None => {
            let untyped = !typed.present.has("volume") && !typed.present.has("rate");
            let volume = if untyped && channel == Channel::Outbound {
                // All its numbers are on the list.
                Some(vec![0.0; frame.calendar.intervals])
            } else {
                volume(
                    reading,
                    typed.volume.as_ref(),
                    typed.rate.as_ref(),
                    "a queue",
                    hours,
                )
            };
            let path = format!("queues.{}", typed.name.0);
            let (arrivals, shape) = process(reading, &typed.stream, &path, frame, assumed)?;
            (volume?, arrivals, shape)
        }
    };
    let rules = QueueRules {
        arrivals,
        shape,
        backlog: backlog?,
        ..Default::default()
    };
    Some((volume, rules))
}

/// What a queue expects of a mix in each interval.
fn expected_of_mix(mix: &Mix, queue: QueueId) -> Vec<f64> {
    let share = mix
        .shares
        .iter()
        .find(|(of, _)| *of == queue)
        .map(|(_, share)| share);
    let of = |(interval, volume): (usize, &f64)| volume * share.map_or(0.0, |share| *share.at(interval));
    mix.volume.iter().enumerate().map(of).collect()
}

fn resolve_backlog(reading: &mut Reading<'_>, typed: &TypedBacklog) -> Option<Backlog> {
    let times = |spots: &Option<Vec<(f64, Place)>>, key: &str| -> Option<Vec<f64>> {
        let Some(spots) = spots else {
            return (!typed.present.has(key)).then(Vec::new);
        };
        let mut times: Vec<f64> = spots.iter().map(|(time, _)| *time).collect();
        times.sort_by(|one, other| other.total_cmp(one));
        Some(times)
    };
    let (waiting_s, in_service_s) = (
        times(&typed.waiting, "waiting"),
        times(&typed.in_service, "in_service"),
    );
    let early = typed.early.as_ref().map_or(0.0, |(early, _)| *early);
    let pair = match (&typed.early, &typed.early_over) {
        (Some((early, place)), None) if *early > 0.0 && !typed.present.has("early_over") => Some((
            place,
            "`early_over` is missing",
            "write early = 12, early_over = \"15m\"",
        )),
        (None, Some((_, place))) if !typed.present.has("early") => Some((
            place,
            "`early` is missing",
            "write early = 12, early_over = \"15m\"",
        )),
        _ => None,
    };
    if let Some((place, what, remedy)) = pair {
        let rule = "who comes before opening is so many over such a time";
        reading.error(place, Complaint::new(what, rule, remedy));
        return None;
    }
    let (waiting_s, in_service_s) = (waiting_s?, in_service_s?);
    if waiting_s.is_empty()
        && in_service_s.is_empty()
        && early == 0.0
        && typed.early.is_some() == typed.present.has("early")
    {
        let complaint = Complaint::new(
            "this backlog is empty",
            "it says who is there at opening",
            "write backlog = { waiting = [\"2m\", \"30s\"] }, or remove it",
        );
        reading.warn(&typed.place, complaint);
    }
    Some(Backlog {
        waiting_s,
        in_service_s,
        early,
        early_over_s: typed.early_over.as_ref().map_or(0.0, |(over, _)| *over),
    })
}

/// Random factors beside the day's busyness.
pub(super) fn factors(
    reading: &mut Reading<'_>,
    typed: &Typed,
    setting: &Setting<'_>,
    assumed: &mut Assumed,
) -> Option<Vec<Factor>> {
    let mut factors = Vec::new();
    let mut sound = true;
    for factor in &typed.factors {
        let (name, place) = &factor.name;
        if !factor.present.has("day") && !factor.present.has("interval") {
            let complaint = Complaint::new(
                "this factor has no law",
                "it is drawn for each day, for each interval, or both",
                "add day = { gamma = { cv = 0.1 } } or interval = { cv = 0.2 }",
            );
            reading.error(place, complaint);
            sound = false;
        }
        let day = factor.day.as_ref().and_then(|day| resolve_busyness(reading, day));
        sound &= day.is_some() || !factor.present.has("day");
        let intervals = factor.interval.as_ref().and_then(|interval| {
            if !interval.present.has("correlation") {
                assumed.add(
                    format!("factors.{name}.interval.correlation"),
                    "0",
                    "intervals vary each by itself",
                );
            }
            Some(IntervalFactor {
                cv: interval.cv?,
                correlation: match interval.correlation {
                    Some(correlation) => correlation,
                    None if interval.present.has("correlation") => return None,
                    None => 0.0,
                },
            })
        });
        sound &= intervals.is_some() || !factor.present.has("interval");
        let queues: Vec<QueueId> = match &factor.queues {
            Some(names) => {
                let found: Vec<_> = names
                    .iter()
                    .map(|name| find_name(reading, name, &setting.queue_names, "queue"))
                    .collect();
                sound &= found.iter().all(Option::is_some);
                found.into_iter().flatten().collect()
            }
            None => {
                sound &= !factor.present.has("queues");
                assumed.add(
                    format!("factors.{name}.queues"),
                    "all",
                    "it multiplies every volume",
                );
                (0..setting.queue_names.len()).collect()
            }
        };
        for &queue in &queues {
            if setting.streams.get(queue) == Some(&Some(Stream::Replay)) && factor.queues.is_some() {
                let complaint = Complaint::new(
                    format!("`{}` is replayed", setting.queue_names[queue]),
                    "the contacts of a record are no more and no fewer than they were",
                    "take it out of this factor",
                );
                reading.warn(place, complaint);
            }
        }
        for mix in setting.mixes.iter().flatten() {
            let mut shares = mix.shares.iter();
            let hit = shares.clone().filter(|(queue, _)| queues.contains(queue)).count();
            if hit > 0 && shares.len() > hit {
                let complaint = Complaint::new(
                    format!("this factor is of some queues of the mix `{}` only", mix.name),
                    "a mix is one stream: what multiplies it multiplies all of it",
                    format!(
                        "name all its queues, or none: {}",
                        shares
                            .by_ref()
                            .map(|(queue, _)| setting.queue_names[*queue].as_str())
                            .collect::<Vec<_>>()
                            .join(", ")
                    ),
                );
                reading.error(place, complaint);
                sound = false;
            }
        }
        factors.push(Factor {
            name: name.clone(),
            queues,
            day,
            intervals,
        });
    }
    sound.then_some(factors)
}

/// Carrying over a closing needs a closing in between.
pub(super) fn check_carry(reading: &mut Reading<'_>, typed: &TypedCenter, frame: &Frame) {
    if let Some((2, place)) = &typed.at_close
        && frame.open_ranges().len() < 2
        && !typed.present.has("hours")
    {
        let length = show_duration(frame.calendar.horizon().seconds());
        let complaint = Complaint::new(
            "`carry` has no effect here",
            format!("the center is open for {length} on end: it never opens again"),
            "give it hours = [\"08:00-20:00\", …] over several days, or choose \"serve\" or \"clear\"",
        );
        reading.warn(place, complaint);
    }
}
