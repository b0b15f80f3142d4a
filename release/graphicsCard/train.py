"""Trains `compact` or `tiny` with PyTorch on a graphics card, on batches that our own code made (batches.ts).

    python3 train.py CARD RUN.json OUT

CARD is what pack.ts made, with its sheets unpacked (unpack.py) and batches under CARD/batches/SEED. RUN.json has the
recipe of `feeling train` under "recipe", and may have "teacher" (the name of a run whose weights appear in OUT) and
"minutes". Writes OUT/NAME.safetensors: each parameter by the name that src/graph gives it and its moving average as
`PARAMETER:average`, with the recipe and the history, so that `npm run ship` reads it as a checkpoint; and OUT/NAME.log.

The network, losses, weight decay, schedule and moving average are those of src/nets/compact.ts and src/train. It differs
in arithmetic: convolutions compute with bfloat16.
"""
import json, math, os, sys, time
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

card, run_file, out = sys.argv[1:4]
run = json.load(open(run_file))
recipe, name = run["recipe"], run["name"]
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
torch.backends.cudnn.benchmark = True
torch.manual_seed(recipe["seed"])
np.random.seed(recipe["seed"])
shape = {
    "compact": dict(stem=32, blocks=[(48, 2), (48, 1), (96, 2), (96, 1), (96, 1), (192, 2)], regions=3, face=True, dropout=0.3),
    "tiny": dict(stem=16, blocks=[(32, 2), (48, 2), (48, 1), (96, 2)], regions=1, face=False, dropout=0.1),
}


class Net(nn.Module):
    def __init__(self, stem, blocks, regions, face, dropout):
        super().__init__()
        self.names, self.regions, self.left = {}, regions, dropout
        self.counts = {"conv": 0, "norm": 0, "dense": 0}
        self.stem = self.conv_norm(1, stem, 3, 1)
        self.blocks = nn.ModuleList()
        width = stem
        for out_width, stride in blocks:
            block = nn.ModuleDict({"a": self.conv_norm(width, out_width, 3, stride), "b": self.conv_norm(out_width, out_width, 3, 1)})
            if stride != 1 or width != out_width:
                block["shortcut"] = self.conv_norm(width, out_width, 1, stride)
            self.blocks.append(block)
            width = out_width
        features = width * regions * regions
        heads = {"fer2013": 7, "ferplus": 8, **({"face": 2} if face else {})}
        self.heads = nn.ModuleDict({h: self.dense(features, n) for h, n in heads.items()})

    def named(self, kind, module):
        self.counts[kind] += 1
        self.names[f"{kind}{self.counts[kind]}"] = module
        return module

    def conv_norm(self, inside, outside, kernel, stride):
        conv = self.named("conv", nn.Conv2d(inside, outside, kernel, stride, kernel // 2, bias=False))
        nn.init.normal_(conv.weight, std=math.sqrt(2 / (inside * kernel * kernel)))
        return nn.Sequential(conv, self.named("norm", nn.BatchNorm2d(outside, eps=1e-5, momentum=0.1)))

    def dense(self, inside, outside):
        layer = self.named("dense", nn.Linear(inside, outside))
        nn.init.normal_(layer.weight, std=math.sqrt(1 / inside))
        nn.init.zeros_(layer.bias)
        return layer

    def forward(self, pixels):
        centred = pixels - pixels.mean((1, 2, 3), keepdim=True)
        h = centred / centred.square().mean((1, 2, 3), keepdim=True).sqrt().clamp(min=1)
        h = F.relu(self.stem(h.to(memory_format=torch.channels_last)))
        for block in self.blocks:
            branch = block["b"](F.relu(block["a"](h)))
            h = F.relu(branch + (block["shortcut"](h) if "shortcut" in block else h))
        if self.regions == 1:
            features = h.mean((2, 3))
        else:
            pooled = F.avg_pool2d(h, h.shape[2] // self.regions)
            features = pooled.permute(0, 2, 3, 1).flatten(1) / self.regions
        features = F.dropout(features, self.left, self.training)
        return {head: layer(features).float() for head, layer in self.heads.items()}

    def tensors(self):
        """Parameters and statistics by our names."""
        parts = {"weight": "weight", "bias": "bias"}, {"weight": "gamma", "bias": "beta", "running_mean": "mean", "running_var": "variance"}
        return {
            f"{layer}/{ours}": getattr(module, theirs)
            for layer, module in self.names.items()
            for theirs, ours in parts[layer.startswith("norm")].items()
            if getattr(module, theirs, None) is not None
        }


def faces_of(part):
    folder = f"{card}/{part}"
    labels = np.fromfile(f"{folder}/labels.u8", np.uint8)
    counts = np.fromfile(f"{folder}/counts.u8", np.uint8).reshape(-1, 10)
    return dict(
        labels=torch.from_numpy(labels.astype(np.int64)).to(device),
        shares=torch.from_numpy(np.fromfile(f"{folder}/shares.f32", np.float32).reshape(-1, 8)).to(device),
        majority=torch.from_numpy(np.fromfile(f"{folder}/majority.i8", np.int8).astype(np.int64)).to(device),
        not_a_face=torch.from_numpy(counts[:, 9].astype(int) * 2 > counts.sum(1)).to(device),
        pixels=torch.from_numpy(np.fromfile(f"{folder}/pixels.u8", np.uint8).reshape(-1, 1, 48, 48)),
    )


@torch.no_grad()
def probabilities(net, pixels, mirrored):
    net.eval()
    parts = []
    for at in range(0, len(pixels), 1024):
        x = pixels[at : at + 1024].to(device).float()
        views = [x, x.flip(3)] if mirrored else [x]
        with torch.autocast(device, torch.bfloat16, enabled=False):
            outs = [net(v) for v in views]
        parts.append({h: sum(o[h].softmax(1) for o in outs) / len(outs) for h in outs[0]})
    return {h: torch.cat([p[h] for p in parts]) for h in parts[0]}


def accuracies(net, mirrored=False):
    p = probabilities(net, public["pixels"], mirrored)
    labelled = public["majority"] >= 0
    right = (p["fer2013"].argmax(1) == public["labels"]).float().mean().item()
    voted = (p["ferplus"].argmax(1) == public["majority"])[labelled].float().mean().item()
    return right, voted


def cross_entropy(logits, targets, weights):
    return -(F.log_softmax(logits, 1) * targets).sum(1).mul(weights).mean()


training, public = faces_of("training"), faces_of("public")
net = Net(**shape[recipe["model"]]).to(device).to(memory_format=torch.channels_last)
average = Net(**shape[recipe["model"]]).to(device).to(memory_format=torch.channels_last)
tensors, averages = net.tensors(), average.tensors()
weights = [t for n, t in tensors.items() if n.endswith("/weight")]
others = [p for p in net.parameters() if all(p is not w for w in weights)]
optimizer = torch.optim.SGD(
    [{"params": weights, "weight_decay": recipe["weightDecay"]}, {"params": others, "weight_decay": 0}],
    lr=0.1, momentum=recipe["momentum"], nesterov=recipe["nesterov"],
)

taught = None
if run.get("teacher"):
    path = f"{out}/{run['teacher']}.safetensors"
    while not os.path.exists(path):
        time.sleep(1)
    teacher = Net(**shape["compact"]).to(device)
    saved = load_file(path)
    with torch.no_grad():
        for n, t in teacher.tensors().items():
            t.copy_(saved[f"{n}:average"])
    taught = probabilities(teacher, training["pixels"], True)
    print(name, "taught by", run["teacher"], accuracies(teacher, True), flush=True)

count, batch_size, epochs = len(training["labels"]), recipe["batchSize"], recipe["epochs"]
steps = count // batch_size
total, warmup = epochs * steps, recipe["warmupEpochs"] * steps
smoothing, mixup, rho = recipe["labelSmoothing"], recipe["augmentation"].get("mixup", 0), recipe["sharpness"]
history, done, started = [], 0, time.time()
log = open(f"{out}/{name}.log", "w")


def loss_of(x, t):
    with torch.autocast(device, torch.bfloat16):
        logits = net(x)
    fer = cross_entropy(logits["fer2013"], t["fer"], t["fer_weight"])
    loss = fer + recipe["votesWeight"] * cross_entropy(logits["ferplus"], t["plus"], t["plus_weight"])
    if "face" in logits:
        loss = loss + cross_entropy(logits["face"], t["face"], torch.ones_like(t["fer_weight"]))
    return loss, logits


def targets_of(rows, none):
    none = none | training["not_a_face"][rows]
    fer = F.one_hot(training["labels"][rows], 7).float()
    plus, plus_weight = training["shares"][rows], (training["shares"][rows].sum(1) > 0).float()
    if taught is not None:
        share = recipe["teacherShare"]
        fer = (1 - share) * fer + share * taught["fer2013"][rows]
        alone = torch.where(plus_weight > 0, share, 1.0).unsqueeze(1)
        plus = (1 - alone) * plus + alone * taught["ferplus"][rows]
        plus_weight = torch.ones_like(plus_weight)
    seen = (~none).float()
    return dict(fer=fer * (1 - smoothing) + smoothing / 7, fer_weight=seen, plus=plus, plus_weight=plus_weight * seen,
                face=torch.stack([none.float(), seen], 1))


for epoch in range(epochs):
    path = f"{card}/batches/{run['batches']}/{epoch % run['prepared']}.bin"
    while not os.path.exists(path):
        time.sleep(0.05)
    raw = np.fromfile(path, np.uint8)
    order = torch.from_numpy(raw[: 4 * count].view(np.uint32).astype(np.int64)).to(device)
    drawn = torch.from_numpy(raw[4 * count : 5 * count].astype(bool)).to(device)
    pixels = torch.from_numpy(raw[5 * count :].reshape(count, 1, 48, 48)).to(device)
    if epoch >= run["prepared"]:
        # The same views again, mirrored, in another order.
        again = torch.randperm(count, device=device)
        order, drawn, pixels = order[again], drawn[again], pixels[again].flip(3)
    net.train()
    losses = []
    for step in range(steps):
        at = slice(step * batch_size, (step + 1) * batch_size)
        rate = recipe["learningRate"] * (
            (done + 1) / warmup if done < warmup else 0.5 * (1 + math.cos(math.pi * (done - warmup) / max(1, total - warmup)))
        )
        for group in optimizer.param_groups:
            group["lr"] = rate
        x, t = pixels[at].float(), targets_of(order[at], drawn[at])
        if mixup > 0:
            share = torch.from_numpy(np.random.beta(mixup, mixup, batch_size).astype(np.float32)).to(device)
            column = share.unsqueeze(1)
            x = column[:, :, None, None] * x + (1 - column[:, :, None, None]) * x.flip(0)
            mixed = {}
            for head in ("fer", "plus"):
                w = t[f"{head}_weight"]
                both = share * w + (1 - share) * w.flip(0)
                mixed[head] = (column * t[head] * w[:, None] + (1 - column) * (t[head] * w[:, None]).flip(0)) / both.clamp(min=1e-9)[:, None]
                mixed[f"{head}_weight"] = both
            mixed["face"] = column * t["face"] + (1 - column) * t["face"].flip(0)
            t = mixed
        optimizer.zero_grad(set_to_none=True)
        loss, _ = loss_of(x, t)
        loss.backward()
        if rho > 0:
            with torch.no_grad():
                parameters = [p for p in net.parameters()]
                grads = [p.grad.clone() for p in parameters]
                norm = torch.sqrt(sum(torch._foreach_norm(grads)[i] ** 2 for i in range(len(grads)))) + 1e-12
                moves = torch._foreach_mul(grads, rho / norm)
                torch._foreach_add_(parameters, moves)
            optimizer.zero_grad(set_to_none=True)
            loss_of(x, t)[0].backward()
            with torch.no_grad():
                torch._foreach_sub_(parameters, moves)
        optimizer.step()
        decay = min(recipe["ema"], (1 + done) / (10 + done))
        with torch.no_grad():
            torch._foreach_lerp_([a.data for a in averages.values()], [t.data for t in tensors.values()], 1 - decay)
        losses.append(loss.detach())
        done += 1
    result = dict(epoch=epoch + 1, learningRate=rate, seconds=(time.time() - started) - sum(h["seconds"] for h in history),
                  loss=torch.stack(losses).mean().item())
    if (epoch + 1) % 10 == 0 or epoch + 1 == epochs:
        result["valAccuracy"], result["valFerplusAccuracy"] = accuracies(average)
    history.append(result)
    print(name, json.dumps(result), file=log, flush=True)
    if epoch % 20 == 19 or epoch + 1 == epochs:
        print(name, json.dumps(result), flush=True)
    if time.time() - started > 60 * run["minutes"]:
        print(name, "out of time", flush=True)
        break

saved = {}
for n, t in tensors.items():
    saved[n] = t.detach().float().contiguous().cpu()
    saved[f"{n}:average"] = averages[n].detach().float().contiguous().cpu()
progress = dict(step=done, sums={}, history=history)
save_file(saved, f"{out}/{name}.part", metadata=dict(recipe=json.dumps(recipe), progress=json.dumps(progress)))
os.replace(f"{out}/{name}.part", f"{out}/{name}.safetensors")
print(name, "PublicTest, averaged", accuracies(average), "mirrored", accuracies(average, True), "as they are", accuracies(net, True), flush=True)
